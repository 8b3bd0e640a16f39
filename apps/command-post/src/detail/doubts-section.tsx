import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { useDoubtWords } from '../objects/use-doubt-words.ts'
import { doubtsOf } from '../select/doubts.ts'
import { sourceNames } from '../select/lists.ts'
import type { Thing } from '../state/facts.ts'
import { useNow, usePicture } from '../state/react.ts'

import styles from './detail.module.css'

/** What the picture does not believe about a thing, why, and who said it. */
export function DoubtsSection({ thing }: { readonly thing: Thing }) {
	const t = useTranslations('doubts')
	const formats = useFormats()
	const now = useNow(10_000)
	const words = useDoubtWords()
	const names = usePicture(({ content }) => sourceNames(content))
	const doubts = doubtsOf(thing)
	if (doubts.length === 0) return null
	return (
		<section className={styles.section} aria-label={t('title')}>
			<h3>{t('title')}</h3>
			<ul className={styles.list}>
				{doubts.map((doubt) => (
					<li key={`${doubt.what} ${doubt.field} ${doubt.source} ${doubt.at}`} className={styles.doubt}>
						<TriangleAlert size={16} aria-hidden />
						<span>
							{words(doubt, thing)}
							<br />
							<bdi className={styles.at}>
								{names.get(doubt.source) ?? doubt.source}, {t('at', { time: formats.time(doubt.at, now) })}
							</bdi>
						</span>
					</li>
				))}
			</ul>
		</section>
	)
}
