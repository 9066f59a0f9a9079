/** How Macs, iPhones and iPads are set up: by one profile with both certificates. */
import { addressAndPort, fromVendor, type Recipe, type SetupFacts } from './recipe.ts'

const trust = fromVendor(
  'Apple, "Trust manually installed certificate profiles in iOS and iPadOS"',
  'https://support.apple.com/en-us/102390',
)
const certificates = fromVendor(
  'Apple, "Certificates settings" for configuration profiles',
  'https://help.apple.com/profilemanager/mac/4.0/en.lproj/apd91D2EB26-8D14-42E5-837B-42567026BF05.html',
)

export function appleRecipes(facts: SetupFacts): Recipe[] {
  return [
    {
      id: 'macos',
      title: 'macOS',
      kind: 'system',
      proof: certificates,
      install: [
        {
          steps: [
            `Download the [profile with both certificates](${facts.profileUrl}) and open it. It is not signed, as nobody could have vouched for it yet: compare the fingerprints.`,
            'System Settings → General → Device Management: open the profile, _Install_.',
            'Open _Keychain Access_ → _System_. Open each certificate that carries the name of this office; under _Trust_ choose _Always Trust_.',
            `System Settings → Network → your connection → Details → Proxies: _Automatic proxy configuration_ with \`${facts.pacUrl}\`. Or _Web proxy (HTTP)_ and _Secure web proxy (HTTPS)_, both ${addressAndPort(facts)}.`,
          ],
        },
        { text: 'Instead of the first three steps, in a terminal, with the single certificates:' },
        {
          code: 'for name in interception office; do\n  sudo security add-trusted-cert -d -r trustRoot \\\n    -k /Library/Keychains/System.keychain gatehouse-$name.crt\ndone',
        },
      ],
      uninstall: [
        {
          steps: [
            'System Settings → Network → your connection → Details → Proxies: switch off what was switched on.',
            'System Settings → General → Device Management: select the profile, remove it (−).',
            'Keychain Access → _System_: delete the certificates that carry the name of this office, if there are any left.',
          ],
        },
      ],
    },
    {
      id: 'ios',
      title: 'iPhone and iPad',
      kind: 'system',
      proof: trust,
      install: [
        {
          steps: [
            `In Safari, open the [profile with both certificates](${facts.profileUrl}) and allow the download.`,
            'Settings → General → VPN & Device Management: open the downloaded profile and install it. It is called not signed: compare the fingerprints.',
            'Settings → General → About → Certificate Trust Settings: switch on both. Without this step nothing works. (Phones that are managed by an MDM server and get the profile from it skip this.)',
            `Settings → Wi-Fi → the (i) beside your network → Configure Proxy → Automatic: \`${facts.pacUrl}\`. Or Manual: ${addressAndPort(facts)}.`,
          ],
        },
      ],
      uninstall: [
        {
          steps: [
            'Settings → Wi-Fi → the (i) beside your network → Configure Proxy → Off.',
            'Settings → General → VPN & Device Management: open the profile, _Remove Profile_. Both certificates go with it.',
          ],
        },
      ],
    },
  ]
}
