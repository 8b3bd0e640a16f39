export type PageEvents = {
	/** The page is hidden or goes away; nothing may follow. */
	readonly onHide: () => void
	/** The person or the network is back. */
	readonly onReturn: () => void
}

/** In a browser; elsewhere there is no page and nothing happens. Names no DOM type, so that integrators use this package in Node. */
export function watchPage({ onHide, onReturn }: PageEvents, signal: AbortSignal): void {
	const page: unknown = Reflect.get(globalThis, 'document')
	if (!(page instanceof EventTarget)) return
	const onVisibility = () => {
		if (Reflect.get(page, 'visibilityState') === 'hidden') onHide()
		else onReturn()
	}
	page.addEventListener('visibilitychange', onVisibility, { signal })
	const world: unknown = globalThis
	if (!(world instanceof EventTarget)) return
	world.addEventListener('pagehide', onHide, { signal })
	world.addEventListener('online', onReturn, { signal })
}
