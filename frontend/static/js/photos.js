// Photos from a phone: reduced before the upload (eight megabytes become a few hundred kilobytes, without the place
// where they were taken), shown before the upload, with the upload's progress.
// Without this module the field still works: the server accepts large photos too.
const WIDEST = 1920;
const LARGEST = 15_000_000;

async function smaller(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, WIDEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.86));
    return made && made.size < file.size ? new File([made], file.name, { type: "image/jpeg" }) : file;
  } catch {
    return file; // this browser cannot read the picture: the server reports the error
  }
}

function show(list, files, tooLarge) {
  list.replaceChildren(...files.map((file) => {
    const item = document.createElement("li");
    const picture = document.createElement("img");
    picture.alt = "";
    picture.src = URL.createObjectURL(file);
    picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
    picture.addEventListener("error", () => picture.remove());
    item.append(picture, file.size > LARGEST ? `${file.name}: ${tooLarge}` : file.name);
    return item;
  }));
}

async function take(field) {
  const box = field.closest("[data-photos-of]");
  const chosen = [...field.files];
  const files = await Promise.all(chosen.map(smaller));
  if (field.files.length !== chosen.length) return; // the selection has changed meanwhile
  const bag = new DataTransfer();
  files.forEach((file) => bag.items.add(file));
  field.files = bag.files;
  show(box.querySelector(".shots"), files, box.dataset.tooLarge);
}

document.addEventListener("change", ({ target }) => target.matches("[data-photos]") && take(target));
// On a slow connection photos may be chosen before this module has loaded.
for (const field of document.querySelectorAll("[data-photos]")) if (field.files.length) take(field);

document.addEventListener("htmx:xhr:progress", ({ target, detail }) => {
  const bar = target.querySelector(".sending");
  if (!bar || !detail.lengthComputable || !target.querySelector("[data-photos]").files.length) return;
  bar.hidden = false;
  bar.value = (100 * detail.loaded) / detail.total;
});
