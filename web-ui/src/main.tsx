/** Starts the web interface: the language's words are fetched first, then everything is drawn at once. */
import '@mantine/core/styles/default-css-variables.layer.css'
import '@mantine/core/styles/UnstyledButton.layer.css'
import '@mantine/core/styles/Button.layer.css'
import '@mantine/core/styles/Skeleton.layer.css'
import '@mantine/core/styles/Paper.layer.css'
import '@mantine/core/styles/Overlay.layer.css'
import '@mantine/core/styles/ModalBase.layer.css'
import '@mantine/core/styles/Modal.layer.css'
import '@mantine/core/styles/Input.layer.css'
import './theme/tokens.css'
import './theme/base.css'
import './parts/parts.css'
import './parts/controls.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { loadCatalogue, preferredLanguage } from './i18n/catalogues.ts'

const language = preferredLanguage()
const catalogue = await loadCatalogue(language)
const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no place to draw into')
createRoot(root).render(<App start={{ language, catalogue }} />)
