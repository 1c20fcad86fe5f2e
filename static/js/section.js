import "./answers.js";
import "./rows.js";
import "./alone.js";
import "./choices.js";
import "./summary.js";
