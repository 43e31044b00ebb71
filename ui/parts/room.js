// Tells how large a chart is drawn, where that is another size than it was made for. See room.py.
const STEP = 10; // pixels: windows that differ by less share a figure
const CLOSE = 6; // pixels by which no text comes to lie elsewhere
const QUIET = 200; // milliseconds without a change: a window is being drawn larger
const AGAIN = 100; // milliseconds between two looks for a chart that is not there yet
const PATIENCE = 100; // such looks

// Streamlit calls this anew when the data changes, and may end the one before only after that: each takes away its own.
const stops = new Map();

export default function ({ data, setStateValue }) {
  stops.get(data.chart)?.();
  let waiting, looks = 0;
  const told = (chart) => {
    const { width, height } = chart.getBoundingClientRect();
    const size = [width, height].map((pixels) => Math.round(pixels / STEP) * STEP);
    const differs = [width, height].some((pixels, i) => Math.abs(pixels - data.size[i]) > CLOSE);
    if (width && height && differs) setStateValue("size", size);
  };
  const sizes = new ResizeObserver((changes) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => told(changes.at(-1).target), QUIET);
  });
  const look = () => {
    const chart = document.querySelector(`.st-key-${data.chart} .js-plotly-plot`);
    if (chart) sizes.observe(chart);
    else if ((looks += 1) < PATIENCE) waiting = setTimeout(look, AGAIN);
  };
  look();
  const stop = () => {
    clearTimeout(waiting);
    sizes.disconnect();
  };
  stops.set(data.chart, stop);
  return stop;
}
