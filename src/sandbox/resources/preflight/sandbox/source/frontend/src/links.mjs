export const links = {
  api: process.env.API_URL,
  auth: process.env.AUTH_URL,
};
