// What the app does with the elements: it listens to them.
const welcome = document.getElementById("welcome");
for (const event of ["ready", "signed-in", "switched"]) {
  welcome.addEventListener(event, ({ detail }) => {
    document.getElementById("who").textContent = detail.userId ?? "";
  });
}
