import { entityId, partsOf, SourceName } from '@lagebild/model/ids.ts'

import { select } from '../state/actions.ts'
import { usePicture } from '../state/react.ts'

/** A feed speaks of itself under its own name, and so it stands in the address. */
export function feedEntity(feed: string) {
	const source = SourceName.safeParse(feed).data
	return source === undefined ? undefined : entityId('feed', source, source)
}

export function selectFeed(feed: string | undefined): void {
	select(feed === undefined ? undefined : feedEntity(feed))
}

/** Name of the source that the address names. */
export function useSelectedFeed(): string | undefined {
	return usePicture(({ route: { selected } }) => {
		if (selected === undefined || !selected.startsWith('feed:')) return undefined
		const { source, native } = partsOf(selected)
		return source === native ? source : undefined
	})
}
