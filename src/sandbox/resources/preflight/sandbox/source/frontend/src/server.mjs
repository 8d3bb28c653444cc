import express from "express";

import { links, port } from "./config.mjs";

const app = express();

app.get("/health", (request, response) => response.json({ status: "healthy" }));
app.get("/", (request, response) => response.send(`<a href="${links.api}">api</a>`));

app.listen(port);
