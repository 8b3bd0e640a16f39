import type { Off } from './host-types.ts'

/** Draws with what is fetched when the first needs it; returns what removes the drawing, also before it came. */
export function onceThere<T>(fetched: Promise<T>, draw: (module: T) => Off): Off {
	let over = false
	let remove: Off | undefined
	void fetched.then(
		(module) => (remove = over ? undefined : draw(module)),
		() => undefined,
	)
	return () => {
		over = true
		remove?.()
	}
}
