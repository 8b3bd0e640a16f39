import { MapFrame } from '../lage/map-frame.tsx'
import { useBeside } from '../orders/use-beside.ts'
import type { ListedOperation } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { CENTRE_ID } from './centre-id.ts'
import { LeftPanel } from './left-panel.tsx'
import { useNarrow } from './narrow.tsx'
import { RightPanel } from './right-panel.tsx'

import styles from './frame.module.css'

export function LagePage({ operation }: { readonly operation: ListedOperation }) {
	const view = usePicture((facts) => facts.view)
	const beside = useBeside()
	const narrow = useNarrow()
	return (
		<div
			className={styles.body}
			data-page="lage"
			data-left={view.leftOpen || narrow ? 'open' : 'closed'}
			data-narrow={view.narrowTab}
			data-detail={beside ? view.sheet : 'none'}
		>
			<LeftPanel rail={!view.leftOpen && !narrow} />
			<main id={CENTRE_ID} className={styles.centre} data-region tabIndex={-1}>
				<MapFrame key={operation.id} operation={operation} />
			</main>
			<RightPanel />
		</div>
	)
}
