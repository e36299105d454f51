/** Has screen readers say something, without moving the focus. Saying the same twice is heard twice. */
export function announce(text: string): void {
  const voice = document.querySelector("#announcements");
  if (voice === null) return;
  voice.textContent = "";
  setTimeout(() => {
    voice.textContent = text;
  }, 50);
}
