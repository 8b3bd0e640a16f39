import { useTranslations } from 'use-intl'

import { healthSayings } from './health-words.ts'
import { useReasonWords } from './reason-words.ts'

/** Why a source is as it is, in the reader's language; what the other side said is quoted as it was said. */
export function useHealthWords(): (reason: string) => string {
	const t = useTranslations('feedReasons')
	const words = useReasonWords()
	return (reason) =>
		healthSayings(reason)
			.map(({ key, values: { what = '', ...values } }) => t(key, { ...values, what: words(what) }))
			.join('; ')
}
