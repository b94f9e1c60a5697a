// What the app does: it listens, and asks for tokens.
import frontdesk from "./frontdesk/frontdesk.js";

// Comes once it is known who is signed in, and then with each change, whatever elements the page has.
document.addEventListener("frontdesk-change", ({ detail }) => {
  for (const place of document.querySelectorAll("[data-who]")) place.textContent = detail.userId ?? "";
});

// What goes with a request to a server of the app's own, as `Authorization: Bearer …`. Ask again for each request.
document.getElementById("ask")?.addEventListener("click", async () => {
  const token = await frontdesk.getToken();
  document.getElementById("told").textContent = token ? `Bearer ${token.slice(0, 12)}…` : "nobody is signed in";
});
