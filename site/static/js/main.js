import "./components/confirm.js";
import "./components/countdown.js";
import "./components/exam.js";
import "./components/autosave.js";
import "./components/menu.js";
