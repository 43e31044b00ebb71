// Streamlit reads `embed_options` as a page loads, but a link of the menu drops it: a chosen theme is written back into the
// address, after the page has written its own (which may take a while), so that a reload and a copied address open the same.
export default function ({ data }) {
  const word = `${data.theme}_theme`;
  let left = 10;
  const timer = setInterval(() => {
    const to = new URL(location.href);
    if (to.searchParams.get("embed_options") !== word) {
      to.searchParams.set("embed_options", word);
      history.replaceState(history.state, "", to);
    }
    if (--left === 0) clearInterval(timer);
  }, 400);
  return () => clearInterval(timer);
}
