// What can be told from the GeoJSON alone.

const LANES = 5;

// [west, south, east, north] around the features; null for none.
export function boundsOf(features) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const take = ([lon, lat]) => {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  };
  for (const { geometry } of features) {
    if (geometry.type === "Point") take(geometry.coordinates);
    else geometry.coordinates.forEach(take);
  }
  return features.length > 0 ? box : null;
}

// Points of kind `end` for where each route starts and finishes; one where that is the same place.
export function endsOf(features) {
  return features.filter((one) => one.properties.kind === "route").flatMap(({ geometry, properties }) => {
    const [first, last] = [geometry.coordinates.at(0), geometry.coordinates.at(-1)];
    const round = first[0] === last[0] && first[1] === last[1];
    return (round ? [["Starts and finishes here", first]] : [["Starts here", first], ["Finishes here", last]]).map(
      ([label, coordinates]) => ({
        type: "Feature",
        geometry: { type: "Point", coordinates },
        properties: { kind: "end", shift: properties.shift, label, who: properties.who },
      }),
    );
  });
}

// Gives each route a lane of its own (-2 to 2), so that neighbours in one street both show: a function for `map`.
export function laneOf() {
  let number = 0;
  return (feature) => {
    if (feature.properties.kind !== "route") return feature;
    const lane = (number++ % LANES) - (LANES - 1) / 2;
    return { ...feature, properties: { ...feature.properties, lane } };
  };
}
