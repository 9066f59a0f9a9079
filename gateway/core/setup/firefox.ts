/** How Firefox is set up, by hand and by a file of policies. */
import { bothCertificates, fromVendor, type Recipe, type SetupFacts } from './recipe.ts'

/** What Firefox is told by `policies.json`: take the system's roots, import ours where it is given them, use the PAC file. */
export function firefoxPolicies(pacUrl: string): string {
  const policies = {
    Certificates: {
      ImportEnterpriseRoots: true,
      Install: ['gatehouse-interception.crt', 'gatehouse-office.crt'],
    },
    Proxy: { Mode: 'autoConfig', AutoConfigURL: pacUrl, Locked: false },
  }
  return `${JSON.stringify({ policies }, null, 2)}\n`
}

export function firefoxRecipe(facts: SetupFacts): Recipe {
  return {
    id: 'firefox',
    title: 'Firefox on any system',
    kind: 'system',
    proof: fromVendor(
      'Mozilla, "Firefox administrator reference": Certificates',
      'https://firefox-admin-docs.mozilla.org/reference/policies/certificates/',
    ),
    install: [
      { text: 'By hand:' },
      {
        steps: [
          'On Windows, macOS and Android Firefox takes the certificates of the system: Settings → Privacy & Security → Certificates → _Allow Firefox to automatically trust third-party root certificates you install_.',
          `On Linux: Settings → Privacy & Security → Certificates → View Certificates → Authorities → Import ${bothCertificates(facts)}, each with _Trust this CA to identify websites_.`,
          `Settings → General → Network Settings: _Use system proxy settings_, or _Automatic proxy configuration URL_: \`${facts.pacUrl}\`.`,
        ],
      },
      { text: 'For many machines, or once for all users:' },
      {
        steps: [
          `Save the [policies for Firefox](${facts.policiesUrl}) as \`policies.json\`. Linux: in \`/etc/firefox/policies\`. Windows: in a folder \`distribution\` beside \`firefox.exe\`. macOS: in \`Firefox.app/Contents/Resources/distribution\`.`,
          `Save ${bothCertificates(facts)} under their names where Firefox looks for them. Linux: \`/usr/lib/mozilla/certificates\`. Windows: \`%USERPROFILE%\\AppData\\Local\\Mozilla\\Certificates\`. macOS: \`/Library/Application Support/Mozilla/Certificates\`.`,
          'Restart Firefox. The page `about:policies` shows what it took.',
        ],
      },
    ],
    uninstall: [
      {
        steps: [
          'Delete `policies.json` and both certificates from the folders above, or set Settings → General → Network Settings to _No proxy_.',
          'Settings → Privacy & Security → Certificates → View Certificates → Authorities: delete those that carry the name of this office. What a policy imported stays until you do.',
        ],
      },
    ],
  }
}
