import { ScrollBox } from '../frame/scroll-box.tsx'
import type { TextPlace } from './json-place.ts'

import styles from './sources.module.css'

type Props = { readonly text: string; readonly label: string; readonly mark?: TextPlace | undefined }

/** What came, as it came: text and never anything else. */
export function RawText({ text, label, mark }: Props) {
	return (
		<div className={styles.raw}>
			<ScrollBox label={label}>
				<pre dir="ltr">
					{mark ? (
						<>
							{text.slice(0, mark.from)}
							<mark>{text.slice(mark.from, mark.to)}</mark>
							{text.slice(mark.to)}
						</>
					) : (
						text
					)}
				</pre>
			</ScrollBox>
		</div>
	)
}
