import { usePicture } from '../state/react.ts'

/** Something is open in the right column: a thing, or an order that is being written. */
export function useBeside(): boolean {
	return usePicture(
		({ route, view }) => route.selected !== undefined || view.compose !== undefined || (view.edit !== undefined && route.page === 'lage'),
	)
}
