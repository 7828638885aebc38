import {base, root} from "../site.js";

export const data = {permalink: "/robots.txt", eleventyExcludeFromCollections: true};

export const render = () => `User-agent: *
Allow: /
Sitemap: ${base}${root}/sitemap.xml
`;
