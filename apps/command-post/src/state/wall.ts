/** `?display=wall` in the address: a screen for a room, at which nobody sits. */
export function isWall(): boolean {
	return new URLSearchParams(location.search).get('display') === 'wall'
}
