// When the session has expired, the sign-in page replaces the page on the screen.
// A form with unsaved input remains open; sent later, it is stored until its user signs in again (frontend/common/interrupted_form.py).
const mark = document.querySelector("meta[name=session-seconds]");
const LONGEST = 86_400; // seconds between two looks
let typed = false;
let due = 0;
let timer;
const wait = (seconds) => {
  const pause = Math.min(seconds + 1, LONGEST) * 1000;
  due = Date.now() + pause;
  clearTimeout(timer);
  timer = setTimeout(look, pause);
};
const left = async () => Number(await (await fetch("/phien/con-lai")).text());
// Another page may have used the session meanwhile. A missing answer counts as the end of the session.
async function look() {
  const seconds = await left().catch(() => 0);
  if (seconds > 0) wait(seconds);
  else if (!typed) location.replace(mark.dataset.then);
}
document.addEventListener("input", (event) => {
  typed ||= event.target.form?.method === "post";
});
// Timers do not run while a phone sleeps.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && Date.now() >= due) look();
});
wait(Number(mark.content));
