import type { EntityId } from '@lagebild/model/ids.ts'

import { draftKey, layDown } from '../log/draft-storage.ts'
import { goTo } from '../state/actions.ts'

/** As it is kept while somebody writes: only texts and lists of texts. */
export type EntryDraft = {
	readonly text: string
	readonly note: string
	readonly category: string
	readonly when: string
	readonly corrects: string
	readonly causes: readonly string[]
}

export const EMPTY_ENTRY: EntryDraft = { text: '', note: '', category: 'situation', when: '', corrects: '', causes: [] }

export type Whose = { readonly operation: string; readonly credential: string }

export function diaryDraftKey({ operation, credential }: Whose): string {
	return draftKey('diary', operation, credential)
}

/** Opens the diary with an entry begun that follows from a thing. */
export function beginEntry(whose: Whose, cause: EntityId, said: Pick<EntryDraft, 'text' | 'category'>): void {
	layDown(diaryDraftKey(whose), { ...EMPTY_ENTRY, ...said, causes: [cause] })
	goTo('tagebuch')
}
