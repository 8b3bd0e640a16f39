import '@lagebild/ui/tokens.css'
import '@lagebild/ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { lockWhile } from './api/http.ts'
import { followCuts } from './changes/cut.ts'
import { App } from './frame/app.tsx'
import { fetchTheRest } from './frame/later.ts'
import { followScreen } from './state/follow.ts'
import { recallFirstSteps } from './state/keep-first-steps.ts'
import { isReplay } from './state/live.ts'
import { guardReturn } from './state/return.ts'
import { keepSayings } from './state/sayings.ts'
import { keepSession } from './state/session.ts'
import { store } from './state/store.ts'
import { followAppearance } from './state/theme.ts'
import { registerWorker } from './state/worker.ts'
import { followReplay } from './time/replay.ts'

const root = document.querySelector('#root')
if (!root) throw new Error('The page has no #root.')

followAppearance()
followScreen()
followReplay()
followCuts()
lockWhile(() => isReplay(store.getState()))
recallFirstSteps()
keepSession()
keepSayings()
guardReturn(root)
registerWorker()
createRoot(root).render(
	<StrictMode>
		<App />
	</StrictMode>,
)
fetchTheRest()
