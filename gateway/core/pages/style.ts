/** How every page of the gateway looks, in one style sheet for paper-light and dark-grey screens. */
import { createHash } from 'node:crypto'

/**
 * Humanist system faces (modernfontstacks.com, "Humanist"), 4 px grid, sizes 12/14/16/20/28. Contrast: text at least
 * 4.5:1, marks at least 3:1 on both grounds; a test measures the pairs.
 */
const light = {
  ground: '#faf8f4',
  raised: '#ffffff',
  ink: '#23272c',
  quiet: '#5b6269',
  line: '#d9d4ca',
  accent: '#0a5a78',
  now: '#a32020',
  soon: '#855500',
} as const

const dark = {
  ground: '#1b1d20',
  raised: '#24272b',
  ink: '#e8e6e1',
  quiet: '#a9aeb5',
  line: '#3d4248',
  accent: '#80c7e0',
  now: '#ff9d94',
  soon: '#f0c264',
} as const

/** The colours of both themes, for the test that measures their contrast. */
export const themes = { light, dark }

export const pageStyle = `
:root{color-scheme:light dark;${variables(light)}}
@media (prefers-color-scheme:dark){:root{${variables(dark)}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/24px Seravek,'Gill Sans Nova','Source Sans 3','Source Sans Pro',Ubuntu,Calibri,'Noto Sans','DejaVu Sans',sans-serif}
h1,h2,h3,p,ol,ul,dl,dd,table{margin:0;padding:0}
h1{font-size:28px;line-height:36px;font-weight:600;letter-spacing:-.01em;text-wrap:balance}
h2{font-size:20px;line-height:28px;font-weight:600;margin-bottom:12px}
h3{font-size:16px;line-height:24px;font-weight:600}
a{color:var(--accent);text-underline-offset:3px;text-decoration-thickness:1px}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
code,.mono{font-family:ui-monospace,'Cascadia Code','Source Code Pro',Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:.875em;overflow-wrap:anywhere}
pre{margin:8px 0 0;padding:12px 16px;background:var(--raised);border:1px solid var(--line);border-radius:4px;overflow-x:auto;font-size:14px;line-height:20px}
pre code{font-size:14px;overflow-wrap:normal}
.skip{position:absolute;left:-9999px}
.skip:focus{left:16px;top:8px;background:var(--raised);padding:4px 12px;z-index:2}
header,main,footer{max-width:1240px;margin:0 auto;padding:0 32px}
header{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 24px;padding-top:20px;padding-bottom:20px}
header .name{font-weight:600}
header .office{color:var(--quiet)}
nav{display:flex;gap:20px;margin-left:auto;align-items:baseline}
nav a[aria-current]{color:var(--ink);text-decoration:none;border-bottom:2px solid var(--accent)}
nav form{margin:0}
button{font:inherit;color:#fff;background:var(--accent);border:1px solid var(--accent);border-radius:4px;padding:7px 20px;cursor:pointer}
@media (prefers-color-scheme:dark){button{color:var(--ground)}}
button.plain{color:var(--accent);background:none;border:0;padding:0;text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:3px}
section{margin-top:48px}
.lead{padding-top:20px;max-width:48rem}
.lead p{font-size:20px;line-height:30px;margin-top:12px;color:var(--quiet);max-width:42rem;text-wrap:pretty}
.lead p strong{color:var(--ink);font-weight:600}
.prose{max-width:42rem}
.after{margin-top:24px}
.prose p+p,.prose ol+p,.prose p+ol,.prose pre+p,.prose ul+p,.prose p+ul{margin-top:8px}
.prose ol,.prose ul{padding-left:24px}
.prose h3{margin:20px 0 8px}
.prose+.facts,.prose+details{margin-top:12px}
.prose li+li{margin-top:4px}
.prose .facts,.prose form,.prose form+p,.prose .facts+p{margin-top:16px}
.prose h2{margin:32px 0 8px}
.quiet{color:var(--quiet)}
.small{font-size:14px;line-height:20px}
.figures{display:grid;grid-template-columns:repeat(4,1fr);margin-top:32px;border-top:1px solid var(--line);border-bottom:1px solid var(--line)}
.figures>div{display:flex;flex-direction:column-reverse;justify-content:flex-end;padding:12px 20px;border-left:1px solid var(--line)}
.figures>div:first-child{border-left:0;padding-left:0}
.figures dd{font-size:28px;line-height:36px;font-variant-numeric:tabular-nums}
.figures dd a{text-decoration:none;color:var(--ink)}
.figures dd a:hover{text-decoration:underline;text-decoration-color:var(--accent)}
.figures dt{font-size:14px;line-height:20px;color:var(--quiet)}
.tasks{list-style:none}
.tasks li{display:grid;grid-template-columns:24px 1fr;gap:0 12px;padding:16px 0;border-top:1px solid var(--line)}
.tasks li:last-child{border-bottom:1px solid var(--line)}
.tasks p,.tasks h3{max-width:44rem}
.tasks h3,.tasks p{overflow-wrap:anywhere}
.tasks svg{margin-top:4px}
.now{color:var(--now)}.soon{color:var(--soon)}.note{color:var(--quiet)}
.when{font-weight:600}
svg.mark{width:16px;height:16px;flex:none}
.filter{margin-bottom:12px;color:var(--quiet)}
.filter a{white-space:nowrap}
.filter [aria-current]{color:var(--ink);font-weight:600;text-decoration:none}
table{width:100%;table-layout:fixed;border-collapse:collapse;font-size:14px;line-height:20px;font-variant-numeric:tabular-nums}
caption{text-align:left}
th{text-align:left;font-weight:600;color:var(--quiet);padding:8px 16px 8px 0;border-bottom:1px solid var(--line);background:var(--ground);position:sticky;top:0;white-space:nowrap}
td{padding:8px 16px 8px 0;border-bottom:1px solid var(--line);vertical-align:top}
td:last-child,th:last-child{padding-right:0}
.time{width:100px}
.client{width:150px}
.dest{width:27%}
.dest .mono{display:block}
.dest .path{color:var(--quiet);word-break:break-all;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden}
td{overflow-wrap:anywhere}
.verdict .word{display:inline-flex;align-items:center;gap:8px;font-weight:600;white-space:nowrap}
.verdict .why{display:block;margin-left:24px;color:var(--quiet);text-wrap:pretty}
.found{width:20%}
.found ul{list-style:none}
.checks{list-style:none;max-width:44rem}
.checks li{padding:16px 0;border-top:1px solid var(--line)}
.checks li:last-child{border-bottom:1px solid var(--line)}
.checks .answer{margin-top:4px;min-height:24px}
.checks object{display:inline-block;vertical-align:top;min-width:64px;min-height:24px}
.checks .yes{font-weight:600}
.empty{border:1px solid var(--line);border-radius:4px;background:var(--raised);padding:24px;max-width:44rem}
.empty p+p,.empty pre+p{margin-top:12px}
.pager{margin-top:16px;display:flex;gap:24px}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:4px 24px;max-width:60rem}
.facts dt{color:var(--quiet)}
.print{font-size:14px;line-height:20px;max-width:34rem}
.print span{display:inline-block}
details{border-top:1px solid var(--line)}
details:last-of-type{border-bottom:1px solid var(--line)}
summary{padding:12px 0;font-weight:600;cursor:pointer}
details>div{padding:0 0 20px 20px}
.field{display:block;margin-top:20px;font-weight:600}
input{display:block;width:100%;max-width:32rem;margin-top:4px;margin-bottom:16px;padding:8px 12px;font:inherit;font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;color:var(--ink);background:var(--raised);border:1px solid var(--quiet);border-radius:4px}
.wrong{display:flex;gap:8px;align-items:flex-start;margin-top:20px}
.wrong svg{margin-top:4px}
footer{margin-top:64px;padding-top:16px;padding-bottom:32px;color:var(--quiet);font-size:14px;line-height:20px}
footer p{border-top:1px solid var(--line);padding-top:16px}
@media (max-width:1000px){.time{width:84px}.client{width:112px}th,td{padding-right:12px}}
@media (max-width:760px){
header,main,footer{padding-left:16px;padding-right:16px}
nav{margin-left:0;width:100%}
h1{font-size:20px;line-height:28px}
.lead{padding-top:4px}
.lead p{font-size:16px;line-height:24px}
.figures{grid-template-columns:1fr 1fr}
.figures>div:nth-child(odd){border-left:0;padding-left:0}
.figures>div:nth-child(n+3){border-top:1px solid var(--line)}
section{margin-top:40px}
table,tbody,tr,td{display:block;width:auto}
thead{position:absolute;left:-9999px}
tr{padding:12px 0;border-bottom:1px solid var(--line);display:grid;grid-template-columns:auto 1fr;gap:0 12px}
td{padding:0;border:0}
.time{text-align:left;width:auto;color:var(--quiet)}
.client{width:auto;color:var(--quiet)}
.dest,.verdict,.found{grid-column:1/-1;width:auto}
.found{margin-left:24px}
.found:empty{display:none}
.verdict{margin-top:4px}
.facts{grid-template-columns:1fr}
.facts dd+dt{margin-top:8px}
}
@media (prefers-reduced-motion:no-preference){a,button{transition:text-decoration-thickness .1s}}
@media print{nav,.pager,.filter{display:none}th{position:static}}
`

/** What a content security policy names the sheet by: `sha256-…` over the text between the tags (CSP3 §6.7.3). */
export const pageStyleHash = `sha256-${createHash('sha256').update(pageStyle).digest('base64')}`

function variables(theme: Readonly<Record<string, string>>): string {
  return Object.entries(theme)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';')
}
