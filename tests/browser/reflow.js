// Finds layout errors of the open page, one sentence for each: wider than the screen, text that is cut off,
// overlaps other text or is outside its box, and common words that are broken because their column is too narrow.
() => {
  const found = []
  const root = document.documentElement
  const width = root.clientWidth // innerWidth grows with what sticks out
  const name = element => {
    const kind = typeof element.className === "string" && element.className ? `.${element.className.trim().split(/\s+/).join(".")}` : ""
    return `<${element.tagName.toLowerCase()}${kind}> “${(element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40)}”`
  }
  const scrolls = element => /auto|scroll/.test(getComputedStyle(element).overflowX)
  const shown = element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  const left_out = element => element.closest(".sr, .hidden, .skip, svg, select, textarea, [hidden]")
  const around = (element, until) => { for (let e = element; e; e = e.parentElement) if (until(e)) return e; return null }

  // The visible part of a box inside scrolling parts of the page.
  const seen = (box, element) => {
    let { left, right, top, bottom } = box
    for (let e = element; e && e !== document.body; e = e.parentElement) {
      const how = getComputedStyle(e)
      if (how.display === "inline" || how.overflowX === "visible") continue
      const frame = e.getBoundingClientRect()
      left = Math.max(left, frame.left); right = Math.min(right, frame.right); top = Math.max(top, frame.top); bottom = Math.min(bottom, frame.bottom)
    }
    return { left, right, top, bottom, width: right - left, height: bottom - top }
  }

  if (root.scrollWidth > width) found.push(`${root.scrollWidth - width} px wider than ${width} px`)
  const texts = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement
    if (!node.data.trim() || left_out(element) || !shown(element)) continue
    range.selectNodeContents(node)
    const boxes = [...range.getClientRects()].filter(box => box.width > 1 && box.height > 1)
    if (!boxes.length) continue
    texts.push({ node, element, boxes, fixed: Boolean(around(element, e => /fixed|sticky/.test(getComputedStyle(e).position))) })
  }
  const told = new Set()
  const tell = (what, element) => { const line = `${what}: ${name(element)}`; if (!told.has(line)) { told.add(line); found.push(line) } }
  for (const { node, element, boxes } of texts) {
    const right = Math.max(...boxes.map(box => box.right)), left = Math.min(...boxes.map(box => box.left))
    const frame = around(element, e => getComputedStyle(e).display !== "inline")
    const inner = frame.getBoundingClientRect()
    if (right > inner.right + 1.5 || left < inner.left - 1.5) tell(`text sticks out by ${Math.round(Math.max(right - inner.right, inner.left - left))} px`, frame)
    const bottom = Math.max(...boxes.map(box => box.bottom)), top = Math.min(...boxes.map(box => box.top))
    if (right > width + 1.5 && !around(element, scrolls)) tell(`text ${Math.round(right - width)} px outside`, frame)
    for (let e = element; e && e !== document.body && !scrolls(e); e = e.parentElement) {
      const how = getComputedStyle(e)
      if (how.display === "inline") continue
      const box = e.getBoundingClientRect()
      if (/hidden|clip/.test(how.overflowX) && (right > box.right + 1.5 || left < box.left - 1.5)) { tell("text cut", e); break }
      if (/hidden|clip/.test(how.overflowY) && (bottom > box.bottom + 4 || top < box.top - 4)) { tell("text cut below", e); break }
    }
    // A word of common length that is broken in two: its column is too narrow.
    for (const word of node.data.matchAll(/\p{L}{2,8}/gu)) {
      if (boxes.length < 2) break
      const before = node.data[word.index - 1] || " ", after = node.data[word.index + word[0].length] || " "
      if (!/[\s(“]/.test(before) || !/[\s),;:”]/.test(after)) continue
      range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length)
      const lines = new Set([...range.getClientRects()].filter(box => box.width > 1).map(box => Math.round(box.top)))
      if (lines.size > 1) { tell(`word broken “${word[0]}”`, element); break }
    }
  }
  const flat = texts.filter(text => !text.fixed).flatMap(text => text.boxes.map(box => ({ box: seen(box, text.element), element: text.element }))).filter(({ box }) => box.width > 0 && box.height > 0).sort((a, b) => a.box.top - b.box.top)
  for (let i = 0; i < flat.length; i++) {
    for (let j = i + 1; j < flat.length && flat[j].box.top < flat[i].box.bottom; j++) {
      const a = flat[i].box, b = flat[j].box
      const over = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
      if (over > 3 && high > Math.min(a.height, b.height) * .45 && flat[i].element !== flat[j].element) tell(`text over ${name(flat[i].element)}`, flat[j].element)
    }
  }
  for (const element of document.querySelectorAll("input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea, button, img, .card")) {
    if (left_out(element.parentElement) || !shown(element) || element.closest(".sr")) continue
    const box = element.getBoundingClientRect()
    if (box.right > width + 1.5 && !around(element.parentElement, scrolls)) tell(`${Math.round(box.right - width)} px outside`, element)
  }
  const much = 100 * parseFloat(getComputedStyle(root).fontSize) // a table may be wider than a phone, not without end
  for (const element of document.querySelectorAll(".scroll-x")) if (element.scrollWidth > much) tell(`scrolls ${element.scrollWidth} px sideways`, element)
  return found
}
