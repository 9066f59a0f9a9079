/** How Android is set up, and what cannot be had there. */
import { addressAndPort, bothCertificates, fromVendor, type Recipe, type SetupFacts } from './recipe.ts'

export function androidRecipe(facts: SetupFacts): Recipe {
  return {
    id: 'android',
    title: 'Android',
    kind: 'system',
    proof: fromVendor(
      'Android Developers Blog, "Changes to Trusted Certificate Authorities in Android Nougat"',
      'https://android-developers.googleblog.com/2016/07/changes-to-trusted-certificate.html',
    ),
    install: [
      {
        steps: [
          `Download ${bothCertificates(facts)}.`,
          'Settings → Security → Encryption & credentials → Install a certificate → _CA certificate_: choose each file. The wording differs by maker; a screen lock is needed.',
          `Settings → Network → Wi-Fi → your network → Edit → Proxy → Manual: ${addressAndPort(facts)}.`,
        ],
      },
      {
        text: 'The limits: Chrome trusts what you install. Most other apps trust only what came with the phone (the default for apps made for Android 7 and later), whoever installs the certificate. They do not work while they are inspected: let their destinations pass unread by a rule, or put phones in a group that is not intercepted. Android also shows a lasting note that the network may be watched, which is true.',
      },
    ],
    uninstall: [
      {
        steps: [
          'Settings → Network → Wi-Fi → your network → Edit → Proxy → None.',
          'Settings → Security → Encryption & credentials → Trusted credentials → _User_: open each of both, _Remove_.',
        ],
      },
    ],
  }
}
