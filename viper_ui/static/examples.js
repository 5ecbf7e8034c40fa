// Examples: a press puts the words into the prompt as if they had been typed.
for (const button of element.querySelectorAll("button")) {
  button.addEventListener("click", () => {
    const box = document.querySelector("#prompt textarea");
    box.value = button.textContent;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
