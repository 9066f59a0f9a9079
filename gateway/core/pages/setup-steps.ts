/** How each system is told to use the gateway and to trust its certificates, step by step. */
import { type Html, html } from './html.ts'

export interface SetupFacts {
  /** `192.168.1.2:8080`: what is typed into a proxy setting. */
  proxyAddress: string
  /** Where the automatic configuration is; null where none is offered. */
  pacUrl: string | null
  /** Where the certificates can be had: DER one by one, PEM in one file. */
  interceptionUrl: string
  officeUrl: string
  bundleUrl: string
}

export interface SetupStep {
  id: string
  /** Name of the system. */
  title: string
  body: Html
}

/** One entry a system, in the order in which an office has them. */
export function setupSteps(facts: SetupFacts): SetupStep[] {
  return [
    { id: 'windows', title: 'Windows', body: windows(facts) },
    { id: 'macos', title: 'macOS', body: macos(facts) },
    { id: 'ios', title: 'iPhone and iPad', body: ios(facts) },
    { id: 'android', title: 'Android', body: android(facts) },
    { id: 'firefox', title: 'Firefox on any system', body: firefox(facts) },
    { id: 'linux', title: 'Linux and curl', body: linux(facts) },
  ]
}

function windows(facts: SetupFacts): Html {
  return html`<ol>
<li>Download ${both(facts)}.</li>
<li>Open each file, choose <em>Install Certificate</em>, <em>Local Machine</em>, <em>Place all certificates in the following store</em>, <em>Trusted Root Certification Authorities</em>.</li>
<li>Settings → Network &amp; internet → Proxy → <em>Use a proxy server</em>: ${split(facts.proxyAddress)}.${pac(facts, html` Or <em>Use setup script</em> with`)}</li>
</ol>
<p>For many machines: distribute both files by group policy (Public Key Policies → Trusted Root Certification Authorities), or run in an administrator's prompt:</p>
<pre tabindex="0"><code>certutil -addstore -f Root gatehouse-interception.crt
certutil -addstore -f Root gatehouse-office.crt</code></pre>`
}

function macos(facts: SetupFacts): Html {
  return html`<ol>
<li>Download ${both(facts)}.</li>
<li>Open each file; it goes into the keychain <em>System</em>. There, open the certificate and under <em>Trust</em> choose <em>Always Trust</em>.</li>
<li>System Settings → Network → your connection → Details → Proxies: <em>Web proxy (HTTP)</em> and <em>Secure web proxy (HTTPS)</em>, both ${split(facts.proxyAddress)}.${pac(facts, html` Or <em>Automatic proxy configuration</em> with`)}</li>
</ol>
<p>Step 2 in a terminal:</p>
<pre tabindex="0"><code>for name in interception office; do
  sudo security add-trusted-cert -d -r trustRoot \\
    -k /Library/Keychains/System.keychain gatehouse-$name.crt
done</code></pre>`
}

function ios(facts: SetupFacts): Html {
  return html`<ol>
<li>In Safari, open ${both(facts)}, one after the other, and allow the download of each profile.</li>
<li>Settings → General → VPN &amp; Device Management: install each downloaded profile.</li>
<li>Settings → General → About → Certificate Trust Settings: switch on both. Without this step nothing works.</li>
<li>Settings → Wi-Fi → the (i) beside your network → Configure Proxy → Manual: ${split(facts.proxyAddress)}.${pac(facts, html` Or <em>Automatic</em> with`)}</li>
</ol>`
}

function android(facts: SetupFacts): Html {
  return html`<ol>
<li>Download ${both(facts)}.</li>
<li>Settings → Security → Encryption &amp; credentials → Install a certificate → <em>CA certificate</em>: choose each file. The wording differs a little by maker.</li>
<li>Settings → Network → Wi-Fi → your network → Edit → Proxy → Manual: ${split(facts.proxyAddress)}.</li>
</ol>
<p>Chrome trusts what you install. Most other apps trust only what came with the phone (Android's default since version 7): they will not work through inspection, and their destinations need a rule that tunnels them.</p>`
}

function firefox(facts: SetupFacts): Html {
  return html`<ol>
<li>On Windows, macOS and Android, Firefox takes the system's certificates: Settings → Privacy &amp; Security → Certificates → <em>Allow Firefox to automatically trust third-party root certificates you install</em>.</li>
<li>Elsewhere: Settings → Privacy &amp; Security → Certificates → View Certificates → Authorities → Import ${both(facts)}, each with <em>Trust this CA to identify websites</em>.</li>
<li>Settings → General → Network Settings: <em>Use system proxy settings</em>, or <em>Manual</em> with ${split(facts.proxyAddress)} and <em>Also use this proxy for HTTPS</em>.</li>
</ol>`
}

function linux(facts: SetupFacts): Html {
  return html`<p>Download <a href="${facts.bundleUrl}">both certificates in one file</a>. To try it once:</p>
<pre tabindex="0"><code>curl --proxy http://${facts.proxyAddress} \\
  --cacert gatehouse-roots.pem https://example.com/</code></pre>
<p>For the whole machine (Debian, Ubuntu), with ${both(facts)}:</p>
<pre tabindex="0"><code>for name in interception office; do
  sudo openssl x509 -inform DER -in gatehouse-$name.crt \\
    -out /usr/local/share/ca-certificates/gatehouse-$name.crt
done
sudo update-ca-certificates
export http_proxy=http://${facts.proxyAddress} https_proxy=$http_proxy</code></pre>
<p>Chromium and Chrome on Linux keep a list of their own: Settings → Privacy and security → Security → Manage certificates. So do some languages: <code>NODE_EXTRA_CA_CERTS</code> for Node.js, <code>REQUESTS_CA_BUNDLE</code> for Python, <code>keytool -importcert</code> for Java.</p>`
}

function both(facts: SetupFacts): Html {
  return html`the <a href="${facts.interceptionUrl}">certificate for web traffic</a> and the <a href="${facts.officeUrl}">certificate for this office</a>`
}

function pac(facts: SetupFacts, lead: Html): Html | null {
  return facts.pacUrl === null ? null : html`${lead} <code>${facts.pacUrl}</code>.`
}

/** Most settings ask for name and port apart. */
function split(address: string): Html {
  const at = address.lastIndexOf(':')
  if (at < 0) return html`<code>${address}</code>`
  return html`address <code>${address.slice(0, at)}</code>, port <code>${address.slice(at + 1)}</code>`
}
