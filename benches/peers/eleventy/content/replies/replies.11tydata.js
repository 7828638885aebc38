export default {layout: "reply.11ty.js", permalink: ({page}) => `replies/${page.filePathStem.split("/").slice(2).join("/")}.html`};
