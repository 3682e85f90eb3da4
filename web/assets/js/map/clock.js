// Times as people say them: a moment with its zone becomes the hour in London; anything else is taken to be words.
const LONDON = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit" });
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:\d\d)$/;

export function clock(value) {
  return MOMENT.test(value) ? LONDON.format(new Date(value)) : String(value);
}
