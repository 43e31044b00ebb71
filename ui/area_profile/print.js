// The browser's own way to paper: the page's style sheet says what stands on it.
export default function (component) {
  const button = component.parentElement.querySelector("button")
  button.textContent = component.data.label
  button.onclick = () => window.print()
}
