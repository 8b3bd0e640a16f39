import { chooseOperation } from './choose.ts'
import { followOperations } from './connections.ts'
import type { Connections } from './connections.ts'
import { readDoor } from './door.ts'
import type { Facts, ListedOperation } from './facts.ts'
import { showLive } from './live.ts'
import { readRoute } from './route.ts'
import { renewSession } from './session.ts'
import { store } from './store.ts'

const TICK_MS = 1_000

export function currentOperation({ operations, route, preferences }: Facts): ListedOperation | undefined {
	return chooseOperation(operations, [route.operation, preferences.operation])
}

function readAddress(): void {
	store.setState({ route: readRoute(location.hash), door: readDoor(location.hash) })
}

/** Keeps the connections of the operation on the screen open, and the clock running. Returns what stops both. */
export function followScreen(): () => void {
	let open: Connections | undefined
	let openKey = ''
	const check = (facts: Facts) => {
		const operation = facts.session.state === 'in' ? currentOperation(facts) : undefined
		const credential = facts.session.state === 'in' ? facts.session.grant.credential : ''
		const ids = operation ? [operation.id, ...operation.bases] : []
		const key = [credential, ...ids].join(' ')
		if (openKey === key) return
		openKey = key
		open?.close()
		open = operation ? followOperations({ ids, credential, onGrant: () => void renewSession() }) : undefined
	}
	const tick = () => {
		if (!open) return showLive({ now: Date.now() })
		open.confirm()
		showLive({ now: open.hubNow() ?? Date.now() })
		store.setState({ link: open.link() })
	}
	const off = store.subscribe(check)
	const timer = setInterval(tick, TICK_MS)
	window.addEventListener('popstate', readAddress)
	check(store.getState())
	return () => {
		off()
		clearInterval(timer)
		window.removeEventListener('popstate', readAddress)
		open?.close()
	}
}
