import "./styles/app.css";
import "./theme";
import { render } from "preact";
import { start } from "./feed/feed";
import { Frame } from "./frame/frame";
import { listenForKeys } from "./frame/keys";

start();
listenForKeys();
render(<Frame />, document.body);
