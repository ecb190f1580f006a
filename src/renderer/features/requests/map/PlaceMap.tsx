import { type CSSProperties, useRef } from 'react';
import { Name } from '../../../components/Name.tsx';
import type { Drawing, Point } from './drawWorld.ts';
import type { Size, Spot } from './frame.ts';
import { useDrawing } from './useDrawing.ts';
import { useSize } from './useSize.ts';

export interface Marker {
  spot: Spot;
  label: string;
  kind: 'here' | 'origin' | 'both';
}

export interface PlaceMapProps {
  markers: readonly [Marker, ...Marker[]];
  /** What the map shows, in words. */
  label: string;
  isSuspicious: boolean;
  onFailure: () => void;
}

/** The requester's spot and this computer's on a map that fills its panel. Drawn from what the app brings along, without any network. */
export function PlaceMap({ markers, label, isSuspicious, onFailure }: PlaceMapProps) {
  const panel = useRef<HTMLElement>(null);
  const size = useSize(panel);
  const [first, ...more] = markers;
  const drawing = useDrawing([first.spot, ...more.map(({ spot }) => spot)], size, onFailure);
  return (
    <figure ref={panel} className={isSuspicious ? 'map map-warning' : 'map'} aria-label={label}>
      {size !== undefined && drawing !== undefined && (
        <>
          <Land drawing={drawing} size={size} />
          {markers.map((marker, index) => {
            const point = drawing.points[index];
            const other = drawing.points[1 - index];
            return point && <MarkerLabel key={marker.kind} marker={marker} point={point} other={other} size={size} />;
          })}
        </>
      )}
    </figure>
  );
}

function Land({ drawing, size }: { drawing: Drawing; size: Size }) {
  const [from, to] = drawing.points;
  return (
    <svg className="map-land" viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true">
      <path className="map-countries" d={drawing.land} />
      <path className="map-borders" d={drawing.borders} />
      {from !== undefined && to !== undefined && <line className="map-between" x1={from.x} y1={from.y} x2={to.x} y2={to.y} />}
    </svg>
  );
}

/** A spot with its name. */
function MarkerLabel({ marker, point, other, size }: { marker: Marker; point: Point; other: Point | undefined; size: Size }) {
  const style: CSSProperties = { left: point.x, top: point.y };
  return (
    <span className={`map-marker map-marker-${marker.kind}`} style={style} aria-hidden="true">
      <span className={`map-name ${placeOfName(marker, point, other, size)}`}>
        <Name text={marker.label} />
      </span>
    </span>
  );
}

/** Lower, a name above and a name below would meet between the spots. */
const FLAT = 130;
const EDGE = 0.3;
const NAME_HEIGHT = 34;

/** On the side that faces away from the other spot, turned inwards near an edge. */
function placeOfName({ kind }: Marker, point: Point, other: Point | undefined, size: Size): string {
  const across = point.x / size.width;
  if (size.height < FLAT) {
    const isWest = other === undefined ? across > 0.5 : point.x < other.x || (point.x === other.x && kind === 'here');
    return (isWest ? across > EDGE : across > 1 - EDGE) ? 'map-name-before' : 'map-name-after';
  }
  const isNorth = other === undefined ? kind !== 'origin' : point.y < other.y || (point.y === other.y && kind === 'here');
  const isAbove = isNorth ? point.y > NAME_HEIGHT : point.y > size.height - NAME_HEIGHT;
  const side = across < EDGE ? 'start' : across > 1 - EDGE ? 'end' : 'middle';
  return `map-name-${isAbove ? 'above' : 'below'} map-name-${side}`;
}
