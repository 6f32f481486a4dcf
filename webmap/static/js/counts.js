/** Owns the keys of the form of counts: "0", "no figures", and the mark on what differs much from the month before. */

const JUMP = 0.5;

for (const row of document.querySelectorAll("[data-count]")) serve(row);

function serve(row) {
  const input = row.querySelector(".count-row__input");
  const none = row.querySelector(".count-row__none input");
  const zero = row.querySelector("[data-zero]");
  zero.hidden = false;
  zero.addEventListener("click", () => {
    input.value = "0";
    none.checked = false;
    judge(row, input);
    input.focus();
  });
  none.addEventListener("change", () => {
    if (none.checked) input.value = "";
    judge(row, input);
  });
  input.addEventListener("input", () => {
    if (input.value.trim()) none.checked = false;
    judge(row, input);
  });
  judge(row, input);
}

/** Marks a count that differs by more than half from the month before: often it is a slip. */
function judge(row, input) {
  const before = row.dataset.before;
  const typed = input.value.trim();
  const isJump = before !== "" && /^\d+$/.test(typed) && Math.abs(Number(typed) - Number(before)) > JUMP * Number(before);
  row.querySelector("[data-jump]").hidden = !isJump;
}
