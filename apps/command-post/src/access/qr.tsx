import { useMemo } from 'react'
import { encode } from 'uqr'

import styles from './access.module.css'

/** Four modules of white around it, as ISO/IEC 18004 wants. */
const QUIET = 4

/** A code for cameras. The same text stands beside it for who has none. */
export function Qr({ text, label }: { readonly text: string; readonly label: string }) {
	const { size, path } = useMemo(() => drawn(text), [text])
	return (
		<svg className={styles.qr} role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges">
			<path d={`M0 0h${size}v${size}H0z`} fill="#ffffff" />
			<path d={path} fill="#000000" />
		</svg>
	)
}

function drawn(text: string): { readonly size: number; readonly path: string } {
	const { data, size } = encode(text, { ecc: 'M', border: QUIET })
	const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
	return { size, path }
}
