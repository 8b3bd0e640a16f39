import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { doubtsOf } from '../select/doubts.ts'
import type { Thing } from '../state/facts.ts'
import { useDoubtWords } from './use-doubt-words.ts'

import styles from './objects.module.css'

/** Something that is said of the thing is not believed: sign and word, and why on the pointer. */
export function DoubtMark({ thing }: { readonly thing: Thing }) {
	const t = useTranslations('doubts')
	const words = useDoubtWords()
	const doubts = doubtsOf(thing)
	if (doubts.length === 0) return null
	return (
		<span className={styles.doubt} title={doubts.map((doubt) => words(doubt, thing)).join(' ')}>
			<TriangleAlert size={12} aria-hidden />
			{t('mark')}
		</span>
	)
}
