export const port = process.env.PORT ?? 8080;

export const links = {
  api: process.env.API_URL,
  auth: process.env.AUTH_URL,
};
