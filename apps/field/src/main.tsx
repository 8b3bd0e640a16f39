import '@lagebild/ui/tokens.css'
import '@lagebild/ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { App } from './frame/app.tsx'
import { followAppearance } from './state/appearance.ts'
import { openDoor } from './state/door.ts'
import { registerWorker } from './state/worker.ts'

const root = document.querySelector('#root')
if (!root) throw new Error('The page has no #root.')

followAppearance()
registerWorker()
void openDoor()
createRoot(root).render(
	<StrictMode>
		<App />
	</StrictMode>,
)
