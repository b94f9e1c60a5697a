(() => {
  const list = document.getElementById("messages");
  const ago = (at) => {
    const s = Math.floor((Date.now() - at) / 1000);
    return s < 10 ? "just now" : s < 60 ? s + " s ago" : s < 3600 ? Math.floor(s / 60) + " min ago"
      : s < 86400 ? Math.floor(s / 3600) + " h ago" : Math.floor(s / 86400) + " d ago";
  };
  const ids = (root) => [...root.querySelectorAll("article")].map((a) => a.dataset.id).join();
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    try { await navigator.clipboard.writeText(button.dataset.copy); button.textContent = "Copied"; }
    catch { getSelection().selectAllChildren(button.previousElementSibling); button.textContent = "Press Ctrl+C"; }
    setTimeout(() => { button.textContent = "Copy"; }, 1600);
  });
  setInterval(async () => {
    document.querySelectorAll("time").forEach((time) => { time.textContent = ago(Number(time.dataset.at)); });
    if (document.hidden) return;
    try {
      const page = await (await fetch(location.href, { headers: { accept: "text/html" } })).text();
      // Without the head: this page's policy does not know the nonce of the other's sheet.
      const main = page.slice(page.indexOf("<main"), page.indexOf("</main>"));
      const fresh = new DOMParser().parseFromString(main, "text/html").getElementById("messages");
      if (fresh && ids(fresh) !== ids(list)) {
        const open = new Set([...list.querySelectorAll("details[open]")].map((d) => d.closest("article").dataset.id));
        list.replaceChildren(...fresh.childNodes);
        list.querySelectorAll("article").forEach((a) => { if (open.has(a.dataset.id)) a.querySelector("details").open = true; });
      }
    } catch { /* the server is restarting; the next round tries again */ }
  }, 1500);
})();
