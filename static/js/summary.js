// After a problem the summary takes the focus, so that it is read first.
const first = document.querySelector("#errors, #conflicts");
if (first) first.focus();
