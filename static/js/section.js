import "./answers.js";
import "./rows.js";
import "./alone.js";
import "./summary.js";
