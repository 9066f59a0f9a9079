/** Tells a browser that the web interface was not built, how that is done, and that everything else goes on. */
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import { pageLayout } from '../../core/pages/layout.ts'
import type { GatewayStatus } from '../services.ts'

export function notBuiltPage(status: GatewayStatus): Html {
  return pageLayout({
    title: 'Not built yet',
    officeName: status.officeName,
    links: [{ href: '/', text: 'Today', current: false }],
    leave: null,
    foot: `Gatehouse ${status.version}.`,
    main: html`<div class="lead"><h1>The web interface was not built on this box.</h1>
<p>The gateway works, and <a href="/">the plain pages</a> show what it does.</p></div>
<section class="prose"><h2>What to do</h2><p>Run this in the folder of Gatehouse, then start the gateway anew:</p>
<pre tabindex="0"><code>sh scripts/setup</code></pre></section>`,
  })
}
