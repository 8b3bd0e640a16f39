import { memoLast } from '../select/memo.ts'
import type { Facts } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'

const named = memoLast((content: Facts['content']): readonly string[] => {
	const names = [...content.things.values()].flatMap(({ row }) => row.label.organisations ?? [])
	return [...new Set(names)].toSorted((a, b) => a.localeCompare(b, 'de'))
})

/** Organisations that labels of this picture name: what is to match is best not typed anew. */
export function useOrganisations(): readonly string[] {
	return usePicture(({ content }) => named(content))
}
