import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { figuresNow } from '../select/now.ts'
import { usePicture } from '../state/react.ts'
import { Counters } from './counters.tsx'
import { Evacuation, Shelters } from './places.tsx'

import styles from './forces.module.css'

/** Figures about people and places for them: what was added, what was not, and how old it is. */
export function PeopleBlock() {
	const t = useTranslations('people')
	const { counters, evacuation, shelters } = usePicture((facts) => figuresNow(facts).sums)
	const formats = useFormats()
	return (
		<section className={styles.people} aria-label={t('title')} lang={formats.language}>
			<Counters counters={counters} />
			<Evacuation evacuation={evacuation} />
			<Shelters shelters={shelters} />
		</section>
	)
}
