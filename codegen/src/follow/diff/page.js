const form = document.querySelector(".filters");
const show = () => {
  const classes = [...form.querySelectorAll("input:checked")].map((box) => box.value);
  const wanted = form.querySelector("[type=search]").value.trim().toLowerCase();
  for (const thing of document.querySelectorAll(".thing")) {
    const name = (thing.querySelector("summary")?.textContent ?? "").toLowerCase();
    let any = false;
    for (const change of thing.querySelectorAll(".change")) {
      const text = name + " " + change.textContent.toLowerCase();
      change.hidden = !classes.some((name) => change.classList.contains(name)) || !text.includes(wanted);
      any ||= !change.hidden;
    }
    thing.hidden = !any;
  }
  for (const section of document.querySelectorAll("section")) {
    const things = [...section.querySelectorAll(".thing")];
    section.hidden = things.length > 0 && things.every((thing) => thing.hidden);
  }
};
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
show();
