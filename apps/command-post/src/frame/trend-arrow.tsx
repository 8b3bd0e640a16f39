import { ArrowDownRight, ArrowRight, ArrowUpRight } from 'lucide-react'

/** Under one centimetre in an hour the water stands. */
const STEADY_CM_PER_HOUR = 1

export function TrendArrow({ trend, size = 16 }: { readonly trend: number; readonly size?: number }) {
	if (Math.abs(trend) < STEADY_CM_PER_HOUR) return <ArrowRight size={size} aria-hidden />
	return trend > 0 ? <ArrowUpRight size={size} aria-hidden /> : <ArrowDownRight size={size} aria-hidden />
}
