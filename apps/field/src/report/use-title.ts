import { formatPriority } from '@lagebild/model/priority.ts'
import { useTranslations } from 'use-intl'

import { levelOf } from './draft.ts'
import type { ReportDraft } from './draft.ts'

/** What a report is called, and how bad it is, in words. */
export function useTitle(): { readonly title: (draft: ReportDraft) => string; readonly level: (draft: ReportDraft) => string } {
	const t = useTranslations()
	return {
		title: ({ type, asset }) => (type === 'gate' && asset ? asset.name : type ? t(`report.type.${type}`) : ''),
		level: (draft) => (draft.type && levelOf(draft) !== undefined ? levelWords(t, draft) : ''),
	}
}

type Words = ReturnType<typeof useTranslations<never>>

function levelWords(t: Words, { gate, road, people, count = 0, priority, severity = 'Unknown' }: ReportDraft): string {
	if (gate) return t(`words.gate.${gate}`)
	if (road) return t(`report.road.${road}`)
	if (people) return `${t(`report.who.${people}`)} ${count}`
	return priority ? formatPriority(priority) : t(`words.severity.${severity}`).toLowerCase()
}
