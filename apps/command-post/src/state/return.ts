/**
 * A browser keeps pages that were left and shows them again as they were, also after somebody else has signed in. Ours is empty as soon as
 * it is left, and asks anew who is there when it comes back.
 */
export function guardReturn(root: Element): () => void {
	const left = () => root.toggleAttribute('hidden', true)
	const back = ({ persisted }: PageTransitionEvent) => {
		if (persisted) location.reload()
		else root.toggleAttribute('hidden', false)
	}
	window.addEventListener('pagehide', left)
	window.addEventListener('pageshow', back)
	return () => {
		window.removeEventListener('pagehide', left)
		window.removeEventListener('pageshow', back)
	}
}
