/** How the refusal page looks: good paper, one column, nothing fetched from anywhere. */

/** The whole text of the page's style element; its hash stands in the page's Content-Security-Policy. */
export const refusalStyle = `
:root{color-scheme:light dark;--paper:#faf8f4;--sheet:#fffefb;--ink:#22241f;--soft:#5b5d55;--line:#dedad0;--accent:#1d5c63}
@media (prefers-color-scheme:dark){:root{--paper:#1b1c1e;--sheet:#232528;--ink:#e9e7e1;--soft:#a9a8a1;--line:#3b3e42;--accent:#7fc4c4}}
*{box-sizing:border-box}
body{margin:0;padding:24px 16px;background:var(--paper);color:var(--ink);font:16px/1.55 "Source Sans 3","Segoe UI","Noto Sans",system-ui,sans-serif}
main{max-width:600px;margin:6vh auto 0;padding:32px;background:var(--sheet);border:1px solid var(--line);border-top:4px solid var(--accent);border-radius:8px;overflow-wrap:anywhere}
h1{margin:0 0 12px;font-size:28px;line-height:1.2;font-weight:600}
h2{margin:24px 0 4px;font-size:16px;font-weight:600}
p{margin:0 0 8px}
.who{margin-bottom:16px;color:var(--soft);font-size:14px}
a{color:var(--accent)}
a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.ask{margin-top:16px}
ul{margin:0;padding:0;list-style:none}
li{padding:4px 0}
.count{font-variant-numeric:tabular-nums;color:var(--soft)}
dl{margin:24px 0 0;padding-top:16px;border-top:1px solid var(--line);font-size:14px}
dl div{display:flex;flex-wrap:wrap;gap:0 12px;padding:2px 0}
dt{flex:0 0 96px;color:var(--soft)}
dd{margin:0;min-width:0;flex:1;font-family:ui-monospace,"DejaVu Sans Mono",monospace}
details{margin-top:12px;font-size:14px}
summary{color:var(--accent);cursor:pointer}
summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.code{margin:8px 0 0;font-family:ui-monospace,"DejaVu Sans Mono",monospace;color:var(--soft)}
@media (max-width:480px){main{padding:24px 16px;margin-top:0}h1{font-size:20px}}
`
