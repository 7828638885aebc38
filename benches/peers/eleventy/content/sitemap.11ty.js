import {base, href} from "../site.js";

export const data = {permalink: "/sitemap.xml", eleventyExcludeFromCollections: true};

export function render({collections}) {
  const entry = url => `<url><loc>${base}${href(url)}</loc></url>\n`;
  const dated = ({url, data}) => `<url><loc>${base}${href(url)}</loc>${data.issued ? `<lastmod>${data.issued}</lastmod>` : ""}</url>\n`;
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entry("/")}${collections.replies.map(dated).join("")}${[...collections.indexes, ...collections.lists].map(({url}) => entry(url)).join("")}</urlset>
`;
}
