/** Two waves on a tile: the mark of Lagebild. */
export function BrandMark({ size = 24, className }: { readonly size?: number; readonly className?: string | undefined }) {
	return (
		<svg aria-hidden className={className} width={size} height={size} viewBox="0 0 24 24">
			<rect width="24" height="24" rx="5" fill="var(--inverse)" />
			<path
				d="M5 10c2.3-2.6 4.7-2.6 7 0s4.7 2.6 7 0M5 15.4c2.3-2.6 4.7-2.6 7 0s4.7 2.6 7 0"
				fill="none"
				stroke="var(--on-inverse)"
				strokeWidth="2.4"
				strokeLinecap="round"
			/>
		</svg>
	)
}
