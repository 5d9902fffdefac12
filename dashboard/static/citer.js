// A button that copies what it names; where the browser refuses, the text is selected and the reader copies it.
(() => {
  if (window.observatoireCiter) return;
  window.observatoireCiter = true;

  const select = (text) => {
    const range = document.createRange();
    range.selectNodeContents(text);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return selection;
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button[data-copier]");
    if (!button) return;
    const text = document.getElementById(button.dataset.copier);
    const told = button.parentElement.querySelector("[data-copie]");
    let copied = false;
    try {
      await navigator.clipboard.writeText(text.textContent);
      copied = true;
    } catch {
      select(text);
      // Pages served without https have no clipboard of their own.
      copied = document.execCommand?.("copy") ?? false;
    }
    told.textContent = copied ? "Copié." : "Sélectionné : Ctrl + C (ou Cmd + C) le copie.";
  });
})();
