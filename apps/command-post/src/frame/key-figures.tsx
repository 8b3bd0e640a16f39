import { useTranslations } from 'use-intl'

import { isSilent } from '../select/lists.ts'
import { figuresNow } from '../select/now.ts'
import { usePicture } from '../state/react.ts'
import { GatesFigure, ForcesFigure, HazardsFigure, OrdersFigure, UnknownFigure } from './picture-figures.tsx'
import { LevelFigure, PeakFigure, StageFigure } from './water-figures.tsx'

import styles from './frame.module.css'

/** The strip that is the same on every page. */
export function KeyFigures() {
	const t = useTranslations('figures')
	const silent = usePicture(({ content }) => isSilent(content))
	const figures = usePicture(figuresNow)
	return (
		<section className={styles.figures} aria-label={t('label')} data-region tabIndex={-1}>
			<LevelFigure gauge={figures.reference} />
			<PeakFigure gauge={figures.reference} />
			<StageFigure gauge={figures.reference} />
			<GatesFigure counts={figures.gateCounts} />
			<ForcesFigure forces={figures.sums.forces.all} />
			<OrdersFigure />
			<HazardsFigure label={t('incidents')} unit={t('open')} none={t('noIncidents')} figure={figures.incidents} layer="incidents" />
			<HazardsFigure
				label={t('warnings')}
				unit={t('inForce')}
				none={t(silent ? 'warningsUnknown' : 'noWarnings')}
				unknown={silent}
				figure={figures.warningFigure}
				layer="warnings"
			/>
			<UnknownFigure />
		</section>
	)
}
